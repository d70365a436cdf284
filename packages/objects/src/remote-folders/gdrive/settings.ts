/** How a folder of Google Drive is reached: by a user who once logged in, or by a service account. */
export interface GdriveSettings {
  /** The id of a folder or shared drive, `root` or `appDataFolder`. */
  readonly root: string
  /** The path of the folder below it, without slashes at its ends. */
  readonly path: string
  readonly login: GdriveUser | GdriveServiceAccount
  /** Moves what is deleted to the trash. */
  readonly trashOnly?: boolean | undefined
  /** Reads what Google takes for malware. */
  readonly acknowledgeAbuse?: boolean | undefined
  readonly jobs?: number | undefined
  /** Where the API is, but for tests. */
  readonly endpoint?: string | undefined
}

export interface GdriveUser {
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
  /** Where tokens are given, but for tests. */
  readonly tokenUrl?: string | undefined
}

export interface GdriveServiceAccount {
  readonly email: string
  /** PEM. */
  readonly key: string
  /** The user for whom it acts. */
  readonly subject?: string | undefined
}
