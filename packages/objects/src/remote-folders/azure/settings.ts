/** How a container is reached. One of these ways, in this order: connection string, service principal, account key, shared access signature, none, what is found. */
export interface AzureSettings {
  readonly container: string
  /** What is before the names in it, without slashes at its ends. */
  readonly prefix: string
  readonly connectionString?: string | undefined
  readonly accountName?: string | undefined
  readonly accountKey?: string | undefined
  readonly sasToken?: string | undefined
  readonly tenantId?: string | undefined
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
  /** For containers that everybody may read. */
  readonly isAnonymous?: boolean | undefined
  /** Ways that are not tried where what is found is taken. */
  readonly excludes?: { readonly environment?: boolean; readonly managedIdentity?: boolean } | undefined
  /** `https://ACCOUNT.blob.core.windows.net` but for tests and clouds of countries. */
  readonly endpoint?: string | undefined
  readonly jobs?: number | undefined
}
