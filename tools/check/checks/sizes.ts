import { reportProblems, type Check } from '../check.ts'
import { listFiles, readText } from '../repository.ts'

const most = 400
const many = 250

export const sizes: Check = {
  name: 'sizes',
  about: `no source file is longer than ${most} lines`,
  async run() {
    const lengths = listFiles()
      .filter((file) => /\.(?:[cm]?[jt]sx?|css|py|sh)$/.test(file) && !/(?:^|\/)(?:dist|fixtures|vendor)\//.test(file))
      .map((file) => ({ file, lines: countLines(readText(file)) }))
      .toSorted((a, b) => b.lines - a.lines)
    const tooLong = lengths
      .filter(({ lines }) => lines > most)
      .map(({ file, lines }) => `${file}: ${lines} lines, at most ${most} are allowed`)
    const long = lengths.filter(({ lines }) => lines > many && lines <= most).map(({ file, lines }) => `  ${lines} ${file}`)
    const note = long.length === 0 ? '' : `past ${many} lines; which second thing does each do?\n${long.join('\n')}`
    return reportProblems(tooLong, note)
  },
}

function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
