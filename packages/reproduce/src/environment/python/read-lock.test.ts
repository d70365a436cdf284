import { expect, it } from 'vitest'
import { readLock } from './read-lock.ts'

const [first, second] = ['a'.repeat(64), 'b'.repeat(64)]
const idna = { name: 'idna', version: '3.7', hashes: [`sha256:${first}`, `sha256:${second}`] }

const samples: readonly (readonly [what: string, kind: string, text: string])[] = [
  [
    'a requirements file of pip-compile',
    'requirements',
    `# by pip-compile\nidna==3.7 ; python_version >= "3.5" \\\n    --hash=sha256:${first} \\\n    --hash=sha256:${second}\n    # via demo\n`,
  ],
  [
    'uv.lock',
    'uv',
    `version = 1
requires-python = "==3.11.*"

[[package]]
name = "demo"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "idna" },
]

[[package]]
name = "idna"
version = "3.7"
source = { registry = "https://host/simple" }
sdist = { url = "https://host/idna-3.7.tar.gz", hash = "sha256:${first}", upload-time = "2024-04-11T03:34:43.276Z" }
wheels = [
    { url = "https://host/idna-3.7-py3-none-any.whl", hash = "sha256:${second}", upload-time = "2024-04-11T03:34:41.447Z" },
]
`,
  ],
  [
    'pylock.toml',
    'pylock',
    `lock-version = "1.0"

[[packages]]
name = "idna"
version = "3.7"
sdist = { url = "https://host/idna-3.7.tar.gz", hashes = { sha256 = "${first}" } }
wheels = [{ url = "https://host/idna-3.7-py3-none-any.whl", hashes = { sha256 = "${second}" } }]
`,
  ],
  [
    'poetry.lock',
    'poetry',
    `[[package]]
name = "idna"
version = "3.7"
files = [
    {file = "idna-3.7-py3-none-any.whl", hash = "sha256:${first}"},
    {file = "idna-3.7.tar.gz", hash = "sha256:${second}"},
]

[metadata]
lock-version = "2.1"
content-hash = "${'c'.repeat(64)}"
`,
  ],
  [
    'poetry.lock of before 2022',
    'poetry',
    `[[package]]
name = "idna"
version = "3.7"

[metadata]
lock-version = "1.1"
content-hash = "${'c'.repeat(64)}"

[metadata.files]
idna = [
    {file = "idna-3.7-py3-none-any.whl", hash = "sha256:${first}"},
    {file = "idna-3.7.tar.gz", hash = "sha256:${second}"},
]
`,
  ],
  [
    'pdm.lock',
    'pdm',
    `[metadata]
content_hash = "sha256:${'c'.repeat(64)}"

[[package]]
name = "idna"
version = "3.7"
requires_python = ">=3.5"
files = [
    {file = "idna-3.7-py3-none-any.whl", hash = "sha256:${first}"},
    {file = "idna-3.7.tar.gz", hash = "sha256:${second}"},
]
`,
  ],
  [
    'Pipfile.lock',
    'pipenv',
    JSON.stringify({
      _meta: { hash: { sha256: 'c'.repeat(64) } },
      default: { idna: { hashes: [`sha256:${first}`, `sha256:${second}`], version: '==3.7' }, local: { path: '.' } },
      develop: {},
    }),
  ],
]

it.each(samples)('reads versions and hashes of %s', (_what, kind, text) => expect(readLock(kind, text)).toEqual([idna]))
it.each(samples)('reads nothing out of %s that is cut off', (_what, kind, text) =>
  expect(readLock(kind, text.slice(0, text.indexOf(first)))).toEqual([]),
)
it('reads nothing without hashes', () => expect(readLock('requirements', 'idna==3.7\nsix>=1\n-r other.txt\n')).toEqual([]))
