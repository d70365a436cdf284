const secretWords =
  /(?:^|[_\-.])(?:api_?-?key|access_?-?key|secrets?|secret_?-?key|private_?-?key|encryption_?-?key|token|auth_?-?token|account_?-?key|password|passwd|passphrase|passcode|pwd|pass|pw|credentials?|authorization|bearer|jwt)(?:$|[_\-.\d])/i
const camelWords = /(?:ApiKey|AccessKey|AccountKey|SecretKey|PrivateKey|Secret|Token|Password|Passwd|Passphrase|Credentials?)(?:$|[A-Z_\d])/
const compoundWords = /(?:apikey|accesskey|accountkey|secretkey|privatekey|password|passwd|authtoken|accesstoken)/i
const harmless =
  /(?:^|[_\-.])(?:max|min|num|n|len|length|count|limit|file|path|dir|folder|pad|eos|bos|unk|sep|cls|mask|vocab|special|type|ids?|per|parallelism|timeout|ttl)(?:$|[_\-.])/i
/** What shells call the working folder: `pwd` is a password only elsewhere. */
const workingFolders: ReadonlySet<string> = new Set(['PWD', 'OLDPWD', 'INIT_CWD'])
const tokenizer = /tokeni[sz]|tokens(?:$|[_\-.])/i

/**
 * Whether a variable, an option or a field of this name usually holds a secret: `API_KEY`, `--db-password`, `clientSecret`. Names of
 * quantities and places are none, though they hold such a word: `max_tokens`, `TOKENIZERS_PARALLELISM`, `SSL_KEY_FILE`.
 */
export function isSecretName(name: string): boolean {
  const bare = name.replace(/^-+/, '')
  if (harmless.test(bare) || tokenizer.test(bare) || workingFolders.has(bare)) return false
  return secretWords.test(bare) || camelWords.test(bare) || compoundWords.test(bare)
}

const variableWords = /(?:^|_)(?:KEY|PAT|AUTH|CREDS?|DSN|WEBHOOK|WEBHOOK_URL|CONNECTION_STRING)$/i

/** Whether an environment variable of this name may hold a secret: in programs `sort_key` is a name, among variables `LICENSE_KEY` is none. */
export function isSecretVariable(name: string): boolean {
  return isSecretName(name) || (variableWords.test(name) && !harmless.test(name))
}

const secretFiles = [
  /^\.env(?:\..+)?$/i,
  /\.env$/i,
  /^\.envrc$/,
  /^\.netrc$/,
  /^_netrc$/,
  /^\.pypirc$/,
  /^\.pgpass$/,
  /^\.my\.cnf$/,
  /^\.git-credentials$/,
  /^\.(?:dockercfg|boto|s3cfg|vault-token)$/,
  /^\.htpasswd$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)$/,
  /\.(?:pem|p12|pfx|keystore|jks|kdbx|ppk)$/i,
  /^(?:client[_-])?secrets?\.(?:json|ya?ml|toml|ini)$/i,
  /^credentials(?:\.(?:json|ya?ml|toml|ini))?$/i,
  /^service[_-]?account.*\.json$/i,
]
/** Some part of all of those names: most files have none, and every file of a repository is looked at. */
const tellingFile = /^[._]|env$|\.(?:pem|p12|pfx|keystore|jks|kdbx|ppk)$|^(?:id_|client|secret|credentials|service)/i
/** Files with names that others have, too. */
const secretPlaces =
  /(?:^|\/)(?:\.docker\/config\.json|\.kube\/config|\.streamlit\/secrets\.toml|\.ssh\/(?!.*\.pub$|config$|known_hosts$)[^/]+)$/
const templates = /\.(?:example|sample|template|dist|defaults?|schema)$/i

/** Whether a file of this path is kept for secrets only, such as `.env`: told of by digest, never by text. Templates (`.env.example`) are not. */
export function isSecretFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const isNamedSo = tellingFile.test(name) && secretFiles.some((pattern) => pattern.test(name))
  return (isNamedSo || secretPlaces.test(path)) && !templates.test(name)
}

/** The word by which a secret is asked for when its run is reproduced: `--api-key` becomes `API_KEY`. */
export function toSecretName(name: string): string {
  const word = name
    .replace(/^-+/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase()
  return word === '' ? 'SECRET' : word.slice(0, 64)
}
