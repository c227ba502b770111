// What pages do beyond links and forms; each works without this file.

// A form is sent once: a second press while the first is under way does nothing.
document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
        event.preventDefault();
        return;
    }
    if (form.method === "post" && !form.hasAttribute("hx-post")) {
        form.dataset.sent = "yes";
    }
});

// Coming back with the browser's button, a form may be sent again.
window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
        delete form.dataset.sent;
    }
});

// A form that is shown again begins with what is wrong in it.
document.querySelector(".mistakes")?.focus();

// A menu closes when one looks elsewhere.
document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
        if (!menu.contains(event.target)) {
            menu.open = false;
        }
    }
});
document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
    }
});

// What is asked once more opens as a dialog, and lies back in its fold when that is closed.
document.addEventListener("click", (event) => {
    const opener = event.target.closest("details.dialog > summary");
    if (opener) {
        event.preventDefault();
        ask(opener.parentElement);
    }
    if (event.target.closest(".dialog-close")) {
        event.target.closest("dialog")?.close();
    }
    if (event.target.closest(".toast-close")) {
        event.target.closest(".toast").remove();
        document.getElementById("main").focus();
    }
});
function ask(fold) {
    const dialog = document.createElement("dialog");
    const asked = fold.querySelector(":scope > article");
    const title = asked.querySelector("h2, h3");
    title.id ||= `asked-${crypto.getRandomValues(new Uint32Array(1))}`;
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.append(asked);
    dialog.addEventListener("close", () => {
        fold.append(asked);
        dialog.remove();
        (fold.closest("details.menu:not([open])") ?? fold).querySelector("summary").focus();
    });
    document.getElementById("main").append(dialog);
    fold.open = false;
    dialog.showModal();
    // Enter at once changes nothing: the focus is where something is asked, else on the way back.
    asked.querySelector("input:not([type=hidden]), select, textarea, .dialog-close")?.focus();
}
// One that was sent and refused is open again.
const refused = document.querySelector("details.dialog[open]");
if (refused) {
    ask(refused);
}

// Enter in a search field looks for it and does not send the form around it.
document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("form input[type=search][hx-get]")) {
        event.preventDefault();
    }
});

// What was done is said once more, now that somebody listens.
setTimeout(() => announce(".toasts .toast > p"), 300);

// What only helps where this file runs is shown, and what only helps where it does not is hidden.
document.documentElement.classList.add("scripted");

// Said to those who listen: what was done, and what it comes to.
function announce(where) {
    const said = [...document.querySelectorAll(where)].map((one) => one.textContent.trim());
    const announcer = document.getElementById("announcer");
    if (said.length && announcer) {
        announcer.textContent = said.join(" ");
    }
}

// When part of a page was exchanged, say what it comes to, and keep the reader's place if it was in that part.
let placed = false;
document.addEventListener("htmx:beforeSwap", () => {
    placed = document.activeElement !== document.body;
});
document.addEventListener("htmx:afterSettle", () => {
    announce(".toasts .toast > p, [data-announce]");
    if (placed && document.activeElement === document.body) {
        document.getElementById("main")?.focus();
    }
});
