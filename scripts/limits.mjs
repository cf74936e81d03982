// The limits of limits.json: how long a source file may be, how many files a folder holds, how many names a package
// exports. `longer` lists files that stay longer, with the reason; `pending` what is still to be divided.

/**
 * Everything that is over a limit and not excepted, and every exception that is not needed (any more).
 *
 * @param house - `lines` of each source file by path, `files` of each folder by path, `names` of each package by name
 */
export function overLimits(house, limits) {
  const problems = [];
  const spent = new Set();
  const check = (subject, figure, limit, said) => {
    if (figure <= limit) return;
    if (limits.pending.includes(subject) || limits.longer[subject]) spent.add(subject);
    else problems.push(`${subject} has ${figure} ${said}; the limit is ${limit}`);
  };
  for (const [file, lines] of house.lines) check(file, lines, limits.lines, "lines");
  for (const [folder, files] of house.files) check(folder, files, limits.filesPerFolder, "source files");
  for (const [name, limit] of Object.entries(limits.names)) {
    check(`@wengert/${name}`, house.names.get(`@wengert/${name}`) ?? 0, limit, "names in its main entry");
  }
  const reasons = Object.entries(limits.longer);
  if (reasons.length > 3) problems.push(`limits.json lets ${reasons.length} files be longer; at most 3 may`);
  for (const [file, reason] of reasons)
    if (!/\w+ \w+/.test(reason)) problems.push(`limits.json: ${file} needs a reason`);
  for (const subject of [...Object.keys(limits.longer), ...limits.pending]) {
    if (!spent.has(subject)) problems.push(`${subject} keeps the limit: take it out of limits.json`);
  }
  return problems;
}
