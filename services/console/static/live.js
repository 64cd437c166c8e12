// Renews the register when the view has changed, and says so while it does. Without this script the page is the same:
// "refresh" renews it.
"use strict";

const register = document.getElementById("register");
const live = document.getElementById("live");
const source = new EventSource(register.dataset.events);

async function renew() {
  const answer = await fetch(register.dataset.fragment, { cache: "no-store" });
  if (answer.ok) register.innerHTML = await answer.text();
}

source.addEventListener("changed", renew);
source.addEventListener("open", () => { live.hidden = false; renew(); }); // what happened while the line was down
source.addEventListener("error", () => { live.hidden = true; }); // the browser tries again by itself
