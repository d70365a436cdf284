/** How a client proves who it is. */
export type Authentication = { readonly username: string; readonly password: string } | { readonly token: string }

/** The Authorization header: Basic for a user and password, Bearer for a token. */
export function authorizationOf(auth: Authentication | undefined): string | undefined {
  if (auth === undefined) return undefined
  if ('token' in auth) return `Bearer ${auth.token}`
  const bytes = new TextEncoder().encode(`${auth.username}:${auth.password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}
