import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { trackCloseIssue } from './close-issue/track-close-issue.ts'
import { trackExtractBestFrame } from './extract-best-frame/track-extract-best-frame.ts'
import { makeSampleRepository } from './samples/sample-repository.ts'
import { makeSampleVideo } from './samples/sample-video.ts'

/** Runs each procedure twice in a folder: once so that it succeeds, once so that it fails. Says what came of each. */
export async function runSamples(folder: string, print: (line: string) => void): Promise<void> {
  const attempt = async (what: string, act: () => Promise<string>): Promise<void> => {
    const outcome = await act().catch((error: unknown) => `failed: ${error instanceof Error ? error.message : String(error)}`)
    print(`${what}: ${outcome}`)
  }
  const repository = await makeSampleRepository(folder)
  await attempt('close-issue 123', async () => {
    const issue = { repository, issueNumber: 123, title: 'Say goodbye', files: { 'farewell.txt': 'goodbye\n' } }
    return `merged as ${(await trackCloseIssue(issue)).commit.slice(0, 8)}`
  })
  await attempt('close-issue 124', async () => {
    const issue = { repository, issueNumber: 124, title: 'Greet louder', files: { 'greeting.txt': 'HELLO\n' } }
    return `merged as ${(await trackCloseIssue(issue)).commit.slice(0, 8)}`
  })
  const clip = join(folder, 'clip.y4m')
  await makeSampleVideo(clip)
  await attempt('extract-best-frame clip.y4m', async () => `frame ${(await trackExtractBestFrame(clip)).index} is the sharpest`)
  const broken = join(folder, 'broken.y4m')
  await writeFile(broken, 'YUV4MPEG2 W64 H48 Cmono\nFRAME\n…')
  await attempt('extract-best-frame broken.y4m', async () => `frame ${(await trackExtractBestFrame(broken)).index} is the sharpest`)
}
