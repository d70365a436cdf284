import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readStrace } from './read-strace.ts'

/** As strace 6.1 writes them. */
const log = String.raw`100 execve("/usr/bin/sh", ["sh", "st.sh"], 0x7ffd3daa43f8 /* 39 vars */) = 0
100 openat(AT_FDCWD</home/me/lab>, "in \"1\".txt", O_RDONLY|O_CLOEXEC) = 3</home/me/lab/in "1".txt>
100 openat(AT_FDCWD</home/me/lab>, "none", O_RDONLY) = -1 ENOENT (No such file or directory)
101 openat(AT_FDCWD</home/me/lab>, "out", O_WRONLY|O_CREAT|O_TRUNC, 0666 <unfinished ...>
100 openat(AT_FDCWD</home/me/lab>, ".", O_RDONLY|O_NONBLOCK|O_CLOEXEC|O_DIRECTORY) = 4</home/me/lab>
101 <... openat resumed>) = 5</home/me/lab/out>
100 openat(AT_FDCWD</home/me/lab>, "\303\274", O_RDWR) = 3</home/me/lab/\303\274>
100 renameat2(AT_FDCWD</home/me/lab>, "out", AT_FDCWD</home/me/lab>, "final", RENAME_NOREPLACE) = 0
100 rename("/home/me/lab/x", "/home/me/lab/y") = 0
100 openat(AT_FDCWD</home/me/lab>, "link/a", O_RDONLY) = 3</far/a>
100 getdents64(3</home/me/lab/d>, 0x563564e002a0 /* 3 entries */, 32768) = 80
100 newfstatat(3</home/me/lab/d>, "", {st_mode=S_IFDIR|0755, st_size=4096, ...}, AT_EMPTY_PATH) = 0
100 newfstatat(AT_FDCWD</home/me/lab>, "d/a", {st_mode=S_IFREG|0644, st_size=1, ...}, 0) = 0
100 unlinkat(AT_FDCWD</home/me/lab>, "d/a", 0) = 0
100 socket(AF_INET, SOCK_STREAM, 0) = 3<TCP:[1]>
`

it('reads what was opened, run, renamed, removed, listed and looked at, in order, and nothing of what failed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-strace-'))
  writeFileSync(join(folder, 'log'), log)
  const found: string[] = []
  for await (const { kind, path } of readStrace(join(folder, 'log'))) found.push(`${kind} ${path}`)
  rmSync(folder, { recursive: true })
  expect(found).toEqual([
    'module /usr/bin/sh',
    'read /home/me/lab/in "1".txt',
    'write /home/me/lab/out',
    'read /home/me/lab/ü',
    'write /home/me/lab/ü',
    'write /home/me/lab/out',
    'write /home/me/lab/final',
    'write /home/me/lab/x',
    'write /home/me/lab/y',
    'look /home/me/lab/link/a',
    'read /far/a',
    'list /home/me/lab/d',
    'look /home/me/lab/d/a',
    'write /home/me/lab/d/a',
  ])
})
