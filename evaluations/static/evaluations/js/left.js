// A page without the form: what did not reach the report is shown, so that it can be copied.

export function showLeft(records, { labels, options }, forget) {
  const left = document.getElementById("keep-left");
  const list = left.querySelector("dl");
  for (const { name, value } of records.values()) {
    const label = document.createElement("dt");
    const words = document.createElement("dd");
    label.textContent = labels[name] ?? "";
    words.textContent = options[name]?.[value] ?? value;
    list.append(label, words);
  }
  left.hidden = records.size === 0;
  left.querySelector("[data-drop]").onclick = async () => {
    await Promise.all([...records.keys()].map(forget));
    left.hidden = true;
  };
}
