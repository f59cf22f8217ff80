// Calls of the API. The token is kept in this tab's session storage and sent to this server only.

const KEY = "vitrail.token";

export class Refused extends Error {
  constructor(status, line) {
    super(line);
    this.status = status;
  }
}

export function token() {
  return sessionStorage.getItem(KEY);
}

export function keep(value) {
  sessionStorage.setItem(KEY, value);
}

export function forget() {
  sessionStorage.removeItem(KEY);
}

async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(`/api/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token()}`,
        ...(body === undefined ? {} : {"Content-Type": "application/json"}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
    });
  } catch {
    throw new Refused(0, "the server does not answer; is it running?");
  }
  const text = await answer.text();
  if (!answer.ok) {
    let line = `the server answered with status ${answer.status}`;
    try {
      line = JSON.parse(text).line ?? line;
    } catch {
      // not from the API
    }
    throw new Refused(answer.status, line);
  }
  return text;
}

export const read = async (path) => JSON.parse(await call("GET", path));
export const readText = (path) => call("GET", path);
export const send = async (path, body) => JSON.parse(await call("POST", path, body));
