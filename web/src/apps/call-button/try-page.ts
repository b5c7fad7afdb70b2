/** Where an administrator tries a call button: a page that holds nothing but its snippet. */
const key = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
const script = document.createElement("script");
script.src = "/call-button.js";
script.dataset["key"] = key;
// A script that a script adds is not the current one while it runs: it finds itself by its address.
document.body.append(script);
