import { writeFile } from 'node:fs/promises'

const WIDTH = 64
const HEIGHT = 48
/** How far each frame is out of focus, in pixels; the sharpest is the sixth. */
const blurs = [6, 5, 4, 3, 2, 0, 1, 2, 4]

/** Writes a video of a chessboard that comes into focus and leaves it again. */
export async function makeSampleVideo(path: string): Promise<void> {
  const frames = blurs.flatMap((blur) => [Buffer.from('FRAME\n'), drawChessboard(blur)])
  await writeFile(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 Cmono\n`), ...frames]))
}

/** The mean over a square of side 2·blur + 1 of a board with squares of 8 pixels. */
function drawChessboard(blur: number): Buffer {
  const luma = Buffer.alloc(WIDTH * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) luma[y * WIDTH + x] = meanAround(x, y, blur)
  }
  return luma
}

function meanAround(x: number, y: number, blur: number): number {
  let sum = 0
  for (let dy = -blur; dy <= blur; dy++) {
    for (let dx = -blur; dx <= blur; dx++) sum += isWhite(x + dx, y + dy) ? 235 : 16
  }
  return Math.round(sum / (2 * blur + 1) ** 2)
}

function isWhite(x: number, y: number): boolean {
  return (Math.floor(x / 8) + Math.floor(y / 8)) % 2 === 0
}
