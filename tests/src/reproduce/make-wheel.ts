import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'

const exec = promisify(execFile)

const maker = `
import base64, hashlib, sys, zipfile
folder, name, version, value = sys.argv[1:]
info = f'{name}-{version}.dist-info'
files = {
    f'{name}.py': f'VALUE = {value}\\n',
    f'{info}/METADATA': f'Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n',
    f'{info}/WHEEL': 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n',
}
def line(path, text):
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')
    return f'{path},sha256={digest},{len(text)}\\n'
record = ''.join(line(path, text) for path, text in files.items()) + f'{info}/RECORD,,\\n'
wheel = f'{folder}/{name}-{version}-py3-none-any.whl'
with zipfile.ZipFile(wheel, 'w') as archive:
    for path, text in {**files, f'{info}/RECORD': record}.items():
        archive.writestr(zipfile.ZipInfo(path), text)
print(hashlib.sha256(open(wheel, 'rb').read()).hexdigest(), end='')
`

export interface Wheel {
  readonly name: string
  readonly version: string
  /** An expression of Python: `VALUE` of the module. */
  readonly value: string
}

/** Makes a wheel of one module in a folder that stands for a registry. Answers its SHA-256. */
export async function makeWheel(folder: string, { name, version, value }: Wheel): Promise<string> {
  await mkdir(folder, { recursive: true })
  const { stdout } = await exec('python3', ['-c', maker, folder, name, version, value])
  return stdout
}
