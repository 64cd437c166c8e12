// Renews the register when the view has changed. Without this script the page is the same, and "refresh" renews it.
"use strict";

const register = document.getElementById("register");
const source = new EventSource(register.dataset.events);

async function renew() {
  const answer = await fetch(register.dataset.fragment, { cache: "no-store" });
  if (answer.ok) register.innerHTML = await answer.text();
}

source.addEventListener("changed", renew);
source.addEventListener("open", renew); // what happened while the line was down
