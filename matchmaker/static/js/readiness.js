// Deadlines where the reader is, and files that are too large said before they are sent; both are only nicer with this.

for (const time of document.querySelectorAll("time[data-here]")) {
    const moment = new Date(time.dateTime);
    const style = { dateStyle: "medium", timeStyle: "short" };
    const language = time.dataset.language;
    const here = new Intl.DateTimeFormat(language, style).format(moment);
    const brussels = new Intl.DateTimeFormat(language, { ...style, timeZone: "Europe/Brussels" }).format(moment);
    if (here !== brussels) {
        const said = document.createElement("span");
        said.textContent = ` · ${time.dataset.here.replace("{moment}", here)}`;
        time.nextElementSibling.after(said);
    }
}

for (const form of document.querySelectorAll("form[data-most]")) {
    const input = form.querySelector("input[type=file]");
    input.addEventListener("change", () => {
        const isTooLarge = input.files[0]?.size > Number(form.dataset.most);
        input.setCustomValidity(isTooLarge ? form.querySelector("label").textContent : "");
        input.reportValidity();
    });
}

// The partner whose card an address names is open.
const partner = document.getElementById(location.hash.slice(1));
if (partner?.matches("details.partner")) {
    partner.open = true;
}
