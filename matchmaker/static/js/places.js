// Countries that are typed: a name or a code that is known becomes a tick of its own. Without this file the server reads the line.

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

const known = new Map();
for (const option of document.querySelectorAll("#country-list option")) {
    known.set(fold(option.value), option);
    known.set(option.dataset.code.toLowerCase(), option);
}

function tick(field, option) {
    const name = field.dataset.places;
    const code = option.dataset.code;
    const there = document.getElementById(`${name}-${code}`);
    if (there) {
        there.checked = true;
        return;
    }
    const list = field.parentElement.querySelector(".places");
    const choice = document.createElement("div");
    choice.className = "choice";
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", id: `${name}-${code}`, name, value: code, checked: true });
    const label = document.createElement("label");
    label.htmlFor = box.id;
    label.textContent = option.value;
    choice.append(box, label);
    list.append(choice);
    list.hidden = false;
}

// Takes what is known out of the line; what is not stays to be mended. `whole`: the last part is complete, too.
function take(field, whole) {
    const parts = field.value.split(/[,;]/);
    const typing = whole ? "" : parts.pop();
    const left = [];
    let ticked = false;
    for (const part of parts) {
        const option = known.get(fold(part));
        if (option) {
            tick(field, option);
            ticked = true;
        } else if (part.trim()) {
            left.push(part.trim());
        }
    }
    if (ticked) {
        field.value = [...left, typing.trimStart()].filter(Boolean).join(", ");
        field.form.dispatchEvent(new Event("input"));
    }
    return ticked;
}

for (const field of document.querySelectorAll("[data-places]")) {
    field.addEventListener("input", (event) => {
        // Chosen from the list of the browser, which is no typing.
        const chosen = !(event instanceof InputEvent) || event.inputType === "insertReplacementText";
        take(field, chosen);
    });
    field.addEventListener("blur", () => take(field, true));
    field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && field.value.trim()) {
            event.preventDefault();
            take(field, true);
        }
    });
}
