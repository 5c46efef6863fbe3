import { Goring } from "./support/goring";
import { expect, test } from "./support/test";

test("a pasted token and a server's address sign in, and what is wrong with them is said", async ({ page, server, request }) => {
  const token = await (await request.get(`${server.url}/dev/token?user=m.schneider&name=Magdalena`)).text();
  await page.goto(server.url);
  await page.getByText("Sign in with a token").click();
  const field = page.getByRole("textbox", { name: "Token" });

  await field.fill("nonsense");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("That is not a token");
  await expect(field).toBeFocused();

  await field.fill(token);
  await page.getByRole("textbox", { name: "Server" }).fill(server.url);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.locator(".pill")).toHaveText("Connected");
  await expect(page.getByText("Magdalena")).toBeVisible();

  await page.reload();
  await expect(page.locator(".pill")).toHaveText("Connected");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Try it as" })).toBeVisible();
});

test("a token that the server refuses is told in the server's words, with a way on", async ({ page, server }) => {
  const claims = Buffer.from(JSON.stringify({ hash: "eve", exp: 4_000_000_000 })).toString("base64url");
  const header = Buffer.from(JSON.stringify({ alg: "HS256", typ: "JWT" })).toString("base64url");
  await page.goto(server.url);
  await page.getByText("Sign in with a token").click();
  await page.getByRole("textbox", { name: "Token" }).fill(`${header}.${claims}.c2lnbmF0dXJl`);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();

  await expect(page.getByRole("alert")).toContainText("It says: the token's signature is not accepted.");
  await page.getByRole("button", { name: "Sign in anew" }).click();
  await expect(page.getByRole("heading", { name: "Try it as" })).toBeVisible();
});

test("outside Development there are no demo people", async ({ page }) => {
  const server = await Goring.start({ ASPNETCORE_ENVIRONMENT: "Production", JWT_SECRET: "a-secret-of-this-test-alone" });
  try {
    await page.goto(server.url);
    await expect(page.getByRole("heading", { name: "Sign in with a token" })).toBeVisible();
    await expect(page.getByText("Try it as")).toBeHidden();
  } finally {
    await server.stop();
  }
});
