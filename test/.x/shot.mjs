// test/browser/browser.ts
import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
var run = promisify(execFile);
var packageFolder = fileURLToPath(new URL("../../node_modules/@sparticuz/chromium", import.meta.url));
var flags = [
  "--no-sandbox",
  "--disable-setuid-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
];
async function findBrowser() {
  const named = process.env["JIDOKA_CHROMIUM"];
  if (named) return { executablePath: named, env: {} };
  if (process.platform === "linux" && process.arch === "x64") return carriedBrowser();
  process.stderr.write(
    `
SKIPPED: the browser tests did not run. No browser comes with the project on ${process.platform} ${process.arch}; set JIDOKA_CHROMIUM to the path of a Chromium or Chrome.

`
  );
  return null;
}
async function startBrowser(found2) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter((entry) => entry[1] !== void 0)
  );
  const { executablePath } = found2;
  const browser = await chromium.launch({ executablePath, args: flags, env: { ...inherited, ...found2.env } });
  return {
    browser,
    openPage: async (options = {}) => (await browser.newContext(options)).newPage(),
    close: () => browser.close()
  };
}
async function carriedBrowser() {
  const folder = await unpackOnce();
  const executablePath = path.join(folder, "chromium");
  const needsLibraries = await lacksLibraries(executablePath);
  return {
    executablePath,
    env: {
      FONTCONFIG_FILE: path.join(folder, "jidoka-fonts.conf"),
      ...needsLibraries ? { LD_LIBRARY_PATH: path.join(folder, "al2023", "lib") } : {}
    }
  };
}
async function lacksLibraries(executablePath) {
  try {
    return (await run("ldd", [executablePath])).stdout.includes("not found");
  } catch {
    return false;
  }
}
async function unpackOnce() {
  const manifest = JSON.parse(await readFile(path.join(packageFolder, "package.json"), "utf8"));
  const version = typeof manifest === "object" && manifest && "version" in manifest ? String(manifest.version) : "unknown";
  const folder = path.join(tmpdir(), `jidoka-chromium-${version}`);
  if (await exists(folder)) return folder;
  const staging = await mkdtemp(`${folder}-`);
  await unpackInto(staging);
  await writeFile(path.join(staging, "jidoka-fonts.conf"), fontConfig(folder));
  try {
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!await exists(folder)) throw error;
  }
  return folder;
}
var exists = (file) => access(file).then(
  () => true,
  () => false
);
async function unpackInto(folder) {
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`;
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" };
  await run(process.execPath, ["--input-type=module", "--eval", script], { cwd: packageFolder, env });
}
var fontConfig = (folder) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>${path.join(folder, "font-cache")}</cachedir>
</fontconfig>
`;

// ../../tmp/w/shot.ts
import fs from "node:fs";
var [, , out, w = "1280", h = "900", scheme = "light", locale = "en-US", wait = "4000"] = process.argv;
var found = await findBrowser();
if (!found) throw 1;
var b = await startBrowser(found);
var page = await b.openPage({ viewport: { width: Number(w), height: Number(h) }, colorScheme: scheme, locale });
var msgs = [];
page.on("console", (m) => msgs.push(m.text()));
page.on("pageerror", (e) => msgs.push("ERR " + e.message));
if (!fs.existsSync("/tmp/w/cookie.json")) {
  const link = /http\S+ticket=\S+/.exec(fs.readFileSync("/tmp/w/start.err", "utf8"))[0];
  await page.goto(link);
  fs.writeFileSync("/tmp/w/cookie.json", JSON.stringify(await page.context().cookies()));
} else {
  await page.context().addCookies(JSON.parse(fs.readFileSync("/tmp/w/cookie.json", "utf8")));
  await page.goto("http://127.0.0.1:8091/");
}
await page.waitForTimeout(Number(wait));
console.log(await page.evaluate("[...document.querySelectorAll(\"canvas\")].map(c=>c.className+c.parentElement.className+c.closest(\"section\")?.className).join()")); await page.screenshot({ path: out, fullPage: true });
console.log(msgs.slice(0, 5), await page.evaluate("document.documentElement.scrollWidth"));
await b.close();
