// The guides lie open in the navigation until the reader folds them.
for (const heading of ["Start here", "Seven demands", "Reference"]) {
  const key = `tsd-accordion-${heading}`;
  if (localStorage.getItem(key) === null) localStorage.setItem(key, "true");
}
