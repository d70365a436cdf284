import { describe, expect, it } from 'vitest'
import { createRedactor, redactUrl } from './redactor.ts'
import { isSecretFile, isSecretName } from './names.ts'

// Put together here, so that no scanner takes this file for a leak.
const github = `ghp_${'a1B2c3D4'.repeat(5)}`
const openai = `sk-${'proj-Ab12'.repeat(4)}`
const aws = `AKIA${'ABCDEFGH12345678'}`
const slack = `xoxb-${'1234567890-abcdef'}`
const jwt = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxIn0'}.abc-_123`
const key = `-----BEGIN RSA ${'PRIVATE KEY'}-----\nMIIEow\nabc==\n-----END RSA ${'PRIVATE KEY'}-----`

describe('text', () => {
  const { text } = createRedactor({ DB_PASSWORD: 'correct horse battery', MAX_TOKENS: '10000000', HOME: '/home/ada' })

  it.each([
    [`token ${github}.`, 'token [secret:GITHUB_TOKEN].'],
    [`+client = OpenAI("${openai}")`, '+client = OpenAI("[secret:API_KEY]")'],
    [`id: ${aws}`, 'id: [secret:AWS_ACCESS_KEY_ID]'],
    [`slack ${slack}`, 'slack [secret:SLACK_TOKEN]'],
    [`cookie ${jwt};`, 'cookie [secret:JWT];'],
    [`a\n${key}\nb`, 'a\n[secret:PRIVATE_KEY]\nb'],
    ['git clone https://ada:s3cret@host/x.git', 'git clone https://ada:[secret:URL_PASSWORD]@host/x.git'],
    ['https://9f8e7d6c5b4a3f2e1d@host/x', 'https://[secret:URL_TOKEN]@host/x'],
    ['Authorization: Bearer abcdef123456', 'Authorization: Bearer [secret:AUTHORIZATION]'],
    ['+API_KEY = "mellon-friend"', '+API_KEY = "[secret:API_KEY]"'],
    ["  'db_password': 'hunter22',", "  'db_password': '[secret:DB_PASSWORD]',"],
    ['export API_TOKEN=abc12345', 'export API_TOKEN=[secret:API_TOKEN]'],
    ['DB_PASSWORD=file12Pw and token = ruby99x', 'DB_PASSWORD=[secret:DB_PASSWORD] and token = [secret:TOKEN]'],
    ['password: yaml12Pw', 'password: [secret:PASSWORD]'],
    ['https://h/x?sig=abcd1234ef&X-Amz-Signature=0123abcd', 'https://h/x?sig=[secret:SIG]&X-Amz-Signature=[secret:X_AMZ_SIGNATURE]'],
    ['https://hooks.slack.com/services/T0/B0/XXyyZZ26slackhook', 'https://hooks.slack.com/services/[secret:SLACK_WEBHOOK]'],
    ['secret_key: 7h1s1sr4nd0mstuff', 'secret_key: [secret:SECRET_KEY]'],
    ['GET /x?access_token=A1b2C3d4E5f6&n=3', 'GET /x?access_token=[secret:ACCESS_TOKEN]&n=3'],
    ['connecting with correct horse battery …', 'connecting with [secret:DB_PASSWORD] …'],
  ])('replaces the secret in %s', (given, expected) => {
    expect(text(given).text).toBe(expected)
    expect(text(expected)).toEqual({ text: expected, secrets: [] })
  })

  it.each([
    'def login(user, password, token=None): return get_token(password)',
    'self.token = token; auth_token = args.auth_token',
    'max_tokens=10000000, n_tokens: 512, tokenizer = "bert-base-uncased"',
    'TOKENIZERS_PARALLELISM=false',
    'password: str = Field(...)',
    'api_key = os.environ["API_KEY"]',
    'api_key="<your-key>"  # or $API_KEY',
    'TOKEN=$(cat token.txt)',
    'git clone https://github.com/org/repo.git; ssh://git@host/x; git@github.com:org/repo',
    'commit a52ecef0f88a8018c288873525096a1f46757f7c',
    'sk-learn-contrib-and-other-long-names',
    'loss 0.123456789 at step 100 with key=value and monkey=banana12345678',
    'https://host/a:b@c and mail to ada@example.org',
    'index 83db48f..bf2a3c9 100644',
  ])('leaves ordinary text alone: %s', (given) => {
    expect(text(given)).toEqual({ text: given, secrets: [] })
  })

  it('says on which lines something was left out', () => {
    expect(text(`a\n${github}\n\nx ${aws} ${slack}`).secrets).toEqual([
      { place: 'line 2', name: 'GITHUB_TOKEN' },
      { place: 'line 4', name: 'AWS_ACCESS_KEY_ID' },
      { place: 'line 4', name: 'SLACK_TOKEN' },
    ])
  })

  it('reads long text without secrets in time that grows with its length only', () => {
    const long = `${'token_'.repeat(50_000)} ${'a='.repeat(50_000)} ${'https://'.repeat(10_000)}`
    expect(text(long).text).toBe(long)
  })
})

describe('argv', () => {
  const { argv } = createRedactor()

  it('replaces values of telling options, whatever they look like', () => {
    const given = ['python', 'train.py', '--api-key', 'abc', '--token=x y', 'db.password=1', '--lr', '0.1', `--url=https://u:p@h/`]
    expect(argv(given)).toEqual({
      argv: [
        'python',
        'train.py',
        '--api-key',
        '[secret:API_KEY]',
        '--token=[secret:TOKEN]',
        'db.password=[secret:DB_PASSWORD]',
        '--lr',
        '0.1',
        '--url=https://u:[secret:URL_PASSWORD]@h/',
      ],
      secrets: [
        { place: 'argv[3]', name: 'API_KEY' },
        { place: 'argv[4]', name: 'TOKEN' },
        { place: 'argv[5]', name: 'DB_PASSWORD' },
        { place: 'argv[8]', name: 'URL_PASSWORD' },
      ],
    })
  })

  it('knows headers, logins, cookies, and passwords by what they look like', () => {
    const given = ['-H', 'X-Api-Key: abc', '-u', 'bob:pw', '--cookie', 'a=b', '-p', 'hunter2', 'SharedAccessKey=x']
    const expected = [
      '-H',
      'X-Api-Key: [secret:X_API_KEY]',
      '-u',
      'bob:[secret:PASSWORD]',
      '--cookie',
      '[secret:COOKIE]',
      '-p',
      '[secret:P]',
    ]
    expect(argv(given).argv).toEqual([...expected, 'SharedAccessKey=[secret:SHARED_ACCESS_KEY]'])
  })

  it.each([
    [['-p', '8080', '-p', 'src/model2', '-u', '1000:1000', '-u', 'train.py', '--auth', 'basic', '-p', '80:80']],
    [['--max-tokens', '512', '--use-token', '--verbose', '--tokenizer', 'gpt2']],
    [['--token-file', '/run/secrets/token', '--password', '$PASSWORD', '--n=3']],
    [['sh', '-c', 'echo $TOKEN && exit 1']],
  ])('leaves %j alone', (given) => {
    expect(argv(given)).toEqual({ argv: given, secrets: [] })
  })
})

describe('file', () => {
  const { file } = createRedactor()
  it.each([
    ['a.py', 'password = "hunter2isMyPw"', 'password = "[secret:PASSWORD]"'],
    ['a.py', 'API_TOKEN = "Qw7DiffSecretValue93"', 'API_TOKEN = "[secret:API_TOKEN]"'],
    ['a.py', 'secret_key = "supersecret123"', 'secret_key = "[secret:SECRET_KEY]"'],
    ['a.ts', "const accessKey = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY'", "const accessKey = '[secret:ACCESS_KEY]'"],
    ['a.yaml', 'password: yaml12Pw', 'password: [secret:PASSWORD]'],
    ['a.json', '{"password": "correct-horse"}', '{"password": "[secret:PASSWORD]"}'],
  ])('of %s: replaces the secret in %s', (path, given, expected) => expect(file(given, path).text).toBe(expected))

  it.each([
    ['a.py', "self.hide_cookie2 = hide_cookie2; token = f'{prefix}_{n1}'; password_label = 'Password'"],
    ['a.py', "TOKEN_END = r'(?=[()])2'; pad_token = '[PAD]'; eos_token = '</s>'; input_token = 'nextToken1'"],
    ['a.py', "TOKEN = 'oauth2_token'; api_key = 'x-api-key-v2'; secret = 'hmac-secret-sha256'; token = 'OAuth2Token'"],
    ['a.json', '{"input_token": "nextToken", "token": "padding"}'],
    ['a.ts', 'const password = readPassword2(); const secretName = `db_2`'],
  ])('of %s: leaves a program what it is: %s', (path, given) => expect(file(given, path)).toEqual({ text: given, secrets: [] }))
})

describe('names', () => {
  it.each(['API_KEY', 'OPENAI_API_KEY', '--token', 'clientSecret', 'AWS_SECRET_ACCESS_KEY', 'PGPASSWORD', 'db.password', 'HF_TOKEN'])(
    '%s is the name of a secret',
    (name) => expect(isSecretName(name)).toBe(true),
  )
  it.each([
    'PWD',
    'OLDPWD',
    'PATH',
    'max_tokens',
    'TOKENIZERS_PARALLELISM',
    'SSL_KEY_FILE',
    'KEYBOARD',
    'compass',
    'num_passes',
    'monkey',
    'token_count',
  ])('%s is not', (name) => expect(isSecretName(name)).toBe(false))
  it.each(['.env', 'config/.env.production', 'prod.env', 'deploy/id_rsa', 'server.pem', 'secrets.yaml', '.netrc'])(
    '%s is a file of secrets',
    (path) => expect(isSecretFile(path)).toBe(true),
  )
  it.each(['.env.example', 'env.py', 'environment.yml', 'secrets.ts', 'keys.md', 'id_rsa.pub'])('%s is an ordinary file', (path) =>
    expect(isSecretFile(path)).toBe(false),
  )
})

describe('redactUrl', () => {
  it.each([
    ['https://ada:pw@host/x.git', 'https://host/x.git'],
    ['https://token123@host/x.git', 'https://host/x.git'],
    ['ssh://git@host/x.git', 'ssh://git@host/x.git'],
    ['git@github.com:org/repo.git', 'git@github.com:org/repo.git'],
    ['/srv/git/x.git', '/srv/git/x.git'],
    ['https://host/x?private_token=A1b2C3d4E5f6', 'https://host/x?private_token=[secret:PRIVATE_TOKEN]'],
  ])('%s becomes %s', (url, expected) => {
    expect(redactUrl(url)).toBe(expected)
  })
})
