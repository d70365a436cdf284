import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A small data set, as somebody may have lying around: three tables, and a file that a download left. Returns its folder. */
export async function makeSampleData(folder: string): Promise<string> {
  const data = join(folder, 'data')
  await mkdir(join(data, 'raw'), { recursive: true })
  for (const day of ['monday', 'tuesday', 'wednesday']) {
    await writeFile(join(data, 'raw', `${day}.csv`), `hour,temperature\n8,12.5\n12,17.0\n18,14.5\n`)
  }
  await writeFile(join(data, 'raw', 'thursday.csv.tmp'), 'hour,temp')
  return data
}

/** What goes wrong with data: a digit is changed, and the size stays; a table gets lost; another one turns up. */
export async function spoilSampleData(data: string): Promise<void> {
  await writeFile(join(data, 'raw', 'monday.csv'), 'hour,temperature\n8,12.5\n12,71.0\n18,14.5\n')
  await rm(join(data, 'raw', 'tuesday.csv'))
  await writeFile(join(data, 'raw', 'friday.csv'), 'hour,temperature\n')
}
