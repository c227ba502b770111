// An idea saves itself while it is typed (htmx does that). Sent by its button meanwhile, it waits until that is done: what is
// older never comes after what is newer.

const kept = document.getElementById("kept");
const form = document.getElementById("idea");
let saving = false;
let sent = false;
let waiting = null;

kept.addEventListener("htmx:beforeRequest", (event) => {
    if (sent || waiting) {
        event.preventDefault();
        return;
    }
    saving = true;
});
kept.addEventListener("htmx:afterRequest", () => {
    saving = false;
    if (waiting) {
        const button = waiting;
        waiting = null;
        form.requestSubmit(button);
    }
});
form.addEventListener("submit", (event) => {
    if (saving) {
        event.preventDefault();
        event.stopPropagation();
        waiting = event.submitter;
        return;
    }
    sent = true;
});
window.addEventListener("pageshow", () => {
    sent = false;
});
