"""Which messages are meant for the bot, and what they ask."""

from __future__ import annotations

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType

from bot.telegram.answers import Place
from bot.telegram.lanes import Lane

CANCELLING = ("/huy", "/cancel")


def place_of(message: Message) -> Place:
    """Where a message stands; a group's topic is its thread, an ordinary group's reply chain is not."""
    thread = message.message_thread_id if message.is_topic_message else None
    user = message.from_user.id if message.from_user else message.chat.id
    return Place(message.chat.id, thread, user, message.message_id)


def question_of(message: Message, username: str, bot_id: int) -> str | None:
    """What a message asks the bot; None where it is not meant for it. Commands are not looked at here."""
    text = message.text or ""
    if message.chat.type == ChatType.PRIVATE:
        return text.strip()
    mentions = [e for e in message.entities if _mentions(message, e, username, bot_id)]
    if mentions:
        return _without(message, mentions).strip(" \n\t,:;-–")
    if _replies_to(message, bot_id):
        return text.strip()
    return None


def _mentions(message: Message, entity: MessageEntity, username: str, bot_id: int) -> bool:
    if entity.type == MessageEntity.MENTION:
        return message.parse_entity(entity).lower() == f"@{username.lower()}"
    return entity.type == MessageEntity.TEXT_MENTION and bool(entity.user and entity.user.id == bot_id)


def _without(message: Message, mentions: list[MessageEntity]) -> str:
    encoded = (message.text or "").encode("utf-16-le")
    for entity in sorted(mentions, key=lambda e: -e.offset):
        encoded = encoded[: 2 * entity.offset] + encoded[2 * (entity.offset + entity.length) :]
    return " ".join(encoded.decode("utf-16-le").split(" ")).strip()


def _replies_to(message: Message, bot_id: int) -> bool:
    # In a topic that the bot opened, every message "replies" to the service message that opened it.
    answered = message.reply_to_message
    return bool(
        answered and answered.from_user and answered.from_user.id == bot_id and answered.forum_topic_created is None
    )


def lane_of(update: Update) -> Lane | None:
    """What must go in order: a chat's messages; a message's taps; a person's inline queries."""
    if message := update.message or update.edited_message:
        if (message.text or "").lower().startswith(CANCELLING):
            return None
        return ("chat", message.chat.id)
    if query := update.callback_query:
        return ("taps", query.from_user.id)
    if inline := update.inline_query:
        return ("inline", inline.from_user.id)
    return None
