/** How a folder is reached over SSH. What is not given comes from `~/.ssh/config`, and then from what OpenSSH does by itself. */
export interface SshSettings {
  readonly host: string
  /** On that machine, absolute. */
  readonly path: string
  readonly port?: number | undefined
  readonly user?: string | undefined
  readonly password?: string | undefined
  /** Of this machine; then no other key is tried. */
  readonly keyFile?: string | undefined
  readonly passphrase?: string | undefined
  /** The socket of the agent whose keys are tried, SSH_AUTH_SOCK; no agent without one. */
  readonly agent?: string | undefined
  /** Channels of a connection at most; default 4. */
  readonly maxSessions?: number | undefined
  /** Milliseconds until a connection must stand; default 30,000. */
  readonly timeout?: number | undefined
  readonly jobs?: number | undefined
  /** Where `.ssh` lies; default: the user's home. */
  readonly home?: string | undefined
}
