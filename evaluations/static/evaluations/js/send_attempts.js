// What a call page could not send goes from the list as well; then the list is told anew.

import { load, news, rows, send } from "./attempts.js";

load()
  .then(() => {
    if (![...rows.values()].some(({ unsent }) => unsent)) return;
    news.addEventListener("received", () => location.reload());
    send();
  })
  .catch(() => {}); // a browser that keeps nothing has nothing to send
