// Shows the failures that fit the chosen sort, language, kind and words; without it, all are shown.
const form = document.getElementById("filter");
if (form) {
  const shown = document.getElementById("shown");
  const failures = [...document.querySelectorAll(".failure")];
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
  const words = new Map(failures.map((failure) => [failure, plain(failure.textContent)]));
  const fits = (failure) =>
    ["sort", "language", "kind"].every((name) => !form[name].value || form[name].value === failure.dataset[name]) &&
    plain(form.words.value).split(/\s+/).every((word) => words.get(failure).includes(word));
  const show = () => {
    for (const failure of failures) failure.hidden = !fits(failure);
    shown.value = `${failures.filter((failure) => !failure.hidden).length} of ${failures.length}`;
  };
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
