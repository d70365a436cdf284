import { basename, join } from 'node:path'
import type { Issue } from './close-issue/close-issue.ts'
import { trackCloseIssue } from './close-issue/track-close-issue.ts'
import { trackExtractBestFrame } from './extract-best-frame/track-extract-best-frame.ts'
import { makeSampleRepository } from './samples/sample-repository.ts'
import { makeSampleVideos } from './samples/sample-video.ts'

/** Runs each procedure in a folder: once so that it succeeds, and once for each way in which it fails. Says what came of each. */
export async function runSamples(folder: string, print: (line: string) => void): Promise<void> {
  await closeIssues(await makeSampleRepository(folder), print)
  const { clip, cutOff, soundOnly, notAVideo, missing } = await makeSampleVideos(folder)
  for (const path of [clip, cutOff, soundOnly, notAVideo, missing]) {
    await attempt(`extract-best-frame ${basename(path)}`, print, () => extract(path))
  }
  const nowhere = { ffmpeg: join(folder, 'no-ffmpeg') }
  await attempt('extract-best-frame clip.mp4 without ffmpeg', print, () => extract(clip, nowhere))
}

async function closeIssues(repository: string, print: (line: string) => void): Promise<void> {
  const issues: readonly Omit<Issue, 'repository'>[] = [
    { issueNumber: 123, title: 'Say goodbye', context: 'Guests left without a word.', files: { 'farewell.txt': 'goodbye\n' } },
    { issueNumber: 124, title: 'Greet louder', files: { 'greeting.txt': 'HELLO\n' } },
    { issueNumber: 125, title: 'Say goodbye again', files: { 'greeting.txt': 'hello\n' } },
  ]
  for (const issue of issues) {
    const close = async (): Promise<string> => `merged as ${(await trackCloseIssue({ ...issue, repository })).commit.slice(0, 8)}`
    await attempt(`close-issue ${issue.issueNumber}`, print, close)
  }
}

async function extract(...args: Parameters<typeof trackExtractBestFrame>): Promise<string> {
  const { index, frames } = await trackExtractBestFrame(...args)
  return `frame ${index} is the best of ${frames}`
}

async function attempt(what: string, print: (line: string) => void, act: () => Promise<string>): Promise<void> {
  const outcome = await act().catch((error: unknown) => `failed: ${error instanceof Error ? error.message : String(error)}`)
  print(`${what}: ${outcome}`)
}
