import { type Setting, settingsTable } from '../settings/index.ts'

const introduction = `# Settings

Each setting is looked for in this order, and the first one found holds:

1. the option of the command, such as \`--port\`;
2. the environment variables in the table, from left to right; an empty one counts as not set;
3. \`reprise.toml\` in the current folder, or the nearest one above it;
4. the default.

\`reprise doctor\` prints every setting that is not the default, with where it comes from. MLflow's clients read the variables
that begin with \`MLFLOW_\`; the SDK for TypeScript reads those, \`REPRISE_TRACKING_URI\` and \`REPRISE_SPOOL\`.

\`\`\`toml
# reprise.toml
[tracking]
uri = "http://ml.lan:5000"
experiment = "spirals"

[server]
store = "data/reprise.db" # relative to this file
allowed_hosts = ["ml.lan"]
\`\`\`

No setting makes an acknowledgement mean less: a write that was answered is on the disk.
`

/** The reference of the settings, docs/reference/settings.md, from the table that is read. */
export function printSettingsReference(): string {
  const rows = Object.values(settingsTable as Readonly<Record<string, Setting>>).map(
    ({ key, variables, fallback, doc }) =>
      `| \`${key}\` | ${variables.map((variable) => `\`${variable}\``).join(', ')} | ${fallback === undefined || fallback === '' ? '' : `\`${fallback}\``} | ${doc} |\n`,
  )
  return `${introduction}\n| in reprise.toml | environment variables | default | meaning |\n| --- | --- | --- | --- |\n${rows.join('')}`
}
