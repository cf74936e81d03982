// Debian's Chromium, or the one that CHROMIUM names. Its sandbox needs rights that containers do not give.

/** How every test of this repository starts a browser. */
export const launchOptions = {
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  chromiumSandbox: false,
  args: [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
