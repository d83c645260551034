"""The methods of the Bot API that danvan calls; each checks its parameters as strictly as Telegram."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

from tests.telegram_server.entities import checked, units
from tests.telegram_server.replies import Refusal, bad_request
from tests.telegram_server.world import BOT_ID, Chat, Json, World

Files = dict[str, tuple[str, bytes]]
Method = Callable[[World, Json, Files], Any]
METHODS: dict[str, Method] = {}
COUNTED = frozenset(
    ["sendMessage", "sendDocument", "editMessageText", "editMessageCaption", "editMessageReplyMarkup"]
)  # what the flood limits count
MOST_TEXT, MOST_CAPTION, MOST_DATA, MOST_RESULTS, MOST_FILE = 4096, 1024, 64, 50, 20 * 1024 * 1024


def method(function: Method) -> Method:
    first, *rest = function.__name__.split("_")
    METHODS[first + "".join(part.capitalize() for part in rest)] = function
    return function


def _parsed(params: Json, key: str, default: Any = None) -> Any:
    """A parameter that is JSON within the form."""
    value = params.get(key, default)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {key} JSON object") from None


def _text(params: Json, key: str, entities_key: str, most: int) -> Json:
    text, entities = checked(
        str(params.get(key, "")), _parsed(params, entities_key, []) or [], params.get("parse_mode"), most
    )
    if entities:
        return {key: text, entities_key: entities}
    return {key: text}


def _markup(params: Json) -> Json:
    markup = _parsed(params, "reply_markup")
    if not markup:
        return {}
    for row in markup.get("inline_keyboard", []):
        for button in row:
            _check_button(button)
    # A ForceReply is shown by the clients and never handed out again.
    return {"reply_markup": markup} if "inline_keyboard" in markup else {}


def _check_button(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("text buttons are unallowed in the inline keyboard")
    actions = set(button) - {"text", "style", "icon_custom_emoji_id"}
    if len(actions) != 1:
        raise bad_request("an inline button needs exactly one action")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= MOST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _thread(world: World, chat: Chat, params: Json) -> Json:
    content: Json = {}
    reply = _parsed(params, "reply_parameters")
    if reply:
        replied = world.messages.get(chat.id, {}).get(int(reply["message_id"]))
        if replied is None and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        if replied is not None:
            content["reply_to_message"] = {k: v for k, v in replied.items() if k != "reply_to_message"}
    if thread := params.get("message_thread_id"):
        if not chat.is_forum:
            raise bad_request("message thread not found")
        content |= {"message_thread_id": int(thread), "is_topic_message": True}
    return content


def _open_chat(world: World, params: Json) -> Chat:
    chat = world.chat(params.get("chat_id"))
    if chat.id in world.blocked:
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    if chat.id in world.migrated:
        new = world.migrated[chat.id]
        raise Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=new)
    return chat


@method
def get_me(world: World, params: Json, files: Files) -> Any:
    return world.me


def _preview(params: Json) -> Json:
    options = _parsed(params, "link_preview_options")
    return {"link_preview_options": options} if options else {}


@method
def send_message(world: World, params: Json, files: Files) -> Any:
    chat = _open_chat(world, params)
    content = _text(params, "text", "entities", MOST_TEXT) | _preview(params) | _markup(params)
    return _sent(world, chat, params, content)


def _sent(world: World, chat: Chat, params: Json, content: Json) -> Json:
    message = world.sent_by_bot(chat, content | _thread(world, chat, params))
    if _parsed(params, "reply_markup") and "reply_markup" not in message:
        world.fixed.add((chat.id, message["message_id"]))
    return message


@method
def edit_message_text(world: World, params: Json, files: Files) -> Any:
    message = _editable(world, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    new = _text(params, "text", "entities", MOST_TEXT) | _preview(params) | _inline(params)
    return _edited(message, new, "text", "entities", "link_preview_options", "reply_markup")


@method
def edit_message_caption(world: World, params: Json, files: Files) -> Any:
    message = _editable(world, params)
    if "document" not in message:
        raise bad_request("there is no caption in the message to edit")
    new = _text(params, "caption", "caption_entities", MOST_CAPTION) if params.get("caption") else {}
    return _edited(message, new | _inline(params), "caption", "caption_entities", "reply_markup")


@method
def edit_message_reply_markup(world: World, params: Json, files: Files) -> Any:
    return _edited(_editable(world, params), _inline(params), "reply_markup")


def _inline(params: Json) -> Json:
    new = _markup(params)
    if _parsed(params, "reply_markup") and not new:
        raise bad_request("inline keyboard expected")
    return new


def _edited(message: Json, new: Json, *keys: str) -> Json:
    """The message with just these of its keys anew."""
    if {k: message.get(k) for k in keys} == {k: new.get(k) for k in keys}:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    for key in keys:
        message.pop(key, None)
    message |= {**new, "edit_date": int(time.time())}
    return message


def _editable(world: World, params: Json) -> Json:
    chat = _open_chat(world, params)
    number = int(params.get("message_id", 0))
    if number <= 0:
        raise bad_request("message identifier is not specified")
    message = world.messages.get(chat.id, {}).get(number)
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != BOT_ID or (chat.id, number) in world.fixed:
        raise bad_request("message can't be edited")
    return message


@method
def delete_message(world: World, params: Json, files: Files) -> Any:
    chat = _open_chat(world, params)
    number = int(params.get("message_id", 0))
    if world.messages.get(chat.id, {}).pop(number, None) is None:
        raise bad_request("message to delete not found")
    world.deleted.add((chat.id, number))
    return True


@method
def send_document(world: World, params: Json, files: Files) -> Any:
    chat = _open_chat(world, params)
    if "document" not in files:
        raise bad_request("there is no document in the request")
    name, body = files["document"]
    if not body:
        raise bad_request("file must be non-empty")
    content: Json = {}
    if params.get("caption"):
        content = _text(params, "caption", "caption_entities", MOST_CAPTION)
    file_id = world.add_file(body)
    content["document"] = {
        "file_id": file_id,
        "file_unique_id": file_id,
        "file_name": name,
        "file_size": len(body),
    }
    return _sent(world, chat, params, content | _markup(params))


@method
def send_chat_action(world: World, params: Json, files: Files) -> Any:
    _open_chat(world, params)
    if params.get("action") not in {"typing", "upload_document"}:
        raise bad_request("wrong parameter action in request")
    return True


@method
def answer_callback_query(world: World, params: Json, files: Files) -> Any:
    query = str(params.get("callback_query_id"))
    if query not in world.callbacks:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if units(str(params.get("text", ""))) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    world.callbacks.discard(query)
    world.answered_callbacks[query] = params
    return True


@method
def answer_inline_query(world: World, params: Json, files: Files) -> Any:
    query = str(params.get("inline_query_id"))
    if query not in world.inline_queries:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    results = _parsed(params, "results", [])
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    names = [str(result.get("id", "")) for result in results]
    if len(set(names)) != len(names):
        raise bad_request("RESULT_ID_DUPLICATE")
    for name, result in zip(names, results, strict=True):
        _check_result(name, result)
    world.inline_queries.discard(query)
    world.answered_inline[query] = {**params, "results": results}
    return True


def _check_result(name: str, result: Json) -> None:
    if not 1 <= len(name.encode()) <= MOST_DATA:
        raise bad_request("RESULT_ID_INVALID")
    if result.get("type") != "article":
        raise bad_request("only articles are known here")
    if not str(result.get("title", "")).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content") or {}
    checked(
        str(content.get("message_text", "")),
        content.get("entities") or [],
        content.get("parse_mode"),
        MOST_TEXT,
    )
    _markup(result)


@method
def get_file(world: World, params: Json, files: Files) -> Any:
    name = str(params.get("file_id"))
    if name not in world.files:
        raise bad_request("invalid file_id")
    if len(world.files[name]) > MOST_FILE:
        raise bad_request("file is too big")
    return {
        "file_id": name,
        "file_unique_id": name,
        "file_size": len(world.files[name]),
        "file_path": f"documents/{name}",
    }


_SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)


@method
def set_my_commands(world: World, params: Json, files: Files) -> Any:
    commands = _parsed(params, "commands", [])
    scope = _parsed(params, "scope") or {"type": "default"}
    language = str(params.get("language_code", ""))
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("LANGUAGE_CODE_INVALID")
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if "chat_id" in scope:
        world.chat(scope["chat_id"])
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= units(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[(json.dumps(scope, sort_keys=True), language)] = commands
    return True
