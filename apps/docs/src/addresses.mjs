// Addresses that more than one part of the site needs.

/** Where the site will be served: "/" or a folder such as "/wengert/", from DOCS_BASE. */
export const base = `/${process.env["DOCS_BASE"] ?? ""}/`.replaceAll(/\/+/g, "/");

export const repository = "https://github.com/wengert/wengert";

/** Links that begin with this lead to files of this repository, and are checked. */
export const blob = `${repository}/blob/main/`;
