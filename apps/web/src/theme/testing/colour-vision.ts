/** Parts of light, 0 to 1, as sRGB has them. */
export type Rgb = readonly [red: number, green: number, blue: number]

export interface Lab {
  readonly l: number
  readonly a: number
  readonly b: number
}

export type Vision = 'all colours' | 'protanopia' | 'deuteranopia' | 'tritanopia'

/** What full loss of a kind of cone makes of linear light: Machado, Oliveira and Fernandes (2009), severity 1. */
const losses: Readonly<Record<Exclude<Vision, 'all colours'>, readonly Rgb[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** `#3b5bdb`. */
export function readColour(text: string): Rgb {
  const [, red = '', green = '', blue = ''] = /^#(..)(..)(..)$/.exec(text) ?? []
  const part = (hex: string) => Number.parseInt(hex, 16) / 255
  return [part(red), part(green), part(blue)]
}

/** How somebody sees a colour, in L*a*b*. */
export function seenBy(vision: Vision, colour: Rgb): Lab {
  const light = colour.map(toLinear) as unknown as Rgb
  const seen = vision === 'all colours' ? light : losses[vision].map((row) => dot(row, light))
  return toLab(seen.map((part) => Math.min(1, Math.max(0, part))) as unknown as Rgb)
}

/** The contrast of WCAG: 1 to 21. */
export function contrastOf(one: Rgb, other: Rgb): number {
  const [dark = 0, bright = 0] = [one, other]
    .map((colour) => dot([0.2126, 0.7152, 0.0722], colour.map(toLinear) as unknown as Rgb))
    .toSorted((a, b) => a - b)
  return (bright + 0.05) / (dark + 0.05)
}

function toLinear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}

function dot(row: Rgb, [red, green, blue]: Rgb): number {
  return row[0] * red + row[1] * green + row[2] * blue
}

/** Of linear light, under the daylight of sRGB (D65). */
function toLab(light: Rgb): Lab {
  const x = dot([0.4124564, 0.3575761, 0.1804375], light) / 0.95047
  const y = dot([0.2126729, 0.7151522, 0.072175], light)
  const z = dot([0.0193339, 0.119192, 0.9503041], light) / 1.08883
  const bend = (part: number) => (part > 216 / 24_389 ? Math.cbrt(part) : (part * (24_389 / 27) + 16) / 116)
  return { l: 116 * bend(y) - 16, a: 500 * (bend(x) - bend(y)), b: 200 * (bend(y) - bend(z)) }
}

const toRadians = (degrees: number) => (degrees * Math.PI) / 180

/** The difference of two colours, CIEDE2000. */
export function deltaE2000(one: Lab, other: Lab): number {
  const meanChroma = (Math.hypot(one.a, one.b) + Math.hypot(other.a, other.b)) / 2
  const grey = 0.5 * (1 - Math.sqrt(meanChroma ** 7 / (meanChroma ** 7 + 25 ** 7)))
  const [p, q] = [one, other].map(({ l, a, b }) => {
    const bright = a * (1 + grey)
    const hue = (Math.atan2(b, bright) * 180) / Math.PI
    return { l, chroma: Math.hypot(bright, b), hue: hue < 0 ? hue + 360 : hue }
  }) as unknown as [Polar, Polar]
  const isGrey = p.chroma * q.chroma === 0
  const turn = isGrey ? 0 : ((q.hue - p.hue + 540) % 360) - 180
  const hueStep = 2 * Math.sqrt(p.chroma * q.chroma) * Math.sin(toRadians(turn) / 2)
  const chroma = (p.chroma + q.chroma) / 2
  const hue = isGrey ? p.hue + q.hue : Math.abs(p.hue - q.hue) <= 180 ? (p.hue + q.hue) / 2 : ((p.hue + q.hue + 360) / 2) % 360
  const weight =
    1 -
    0.17 * Math.cos(toRadians(hue - 30)) +
    0.24 * Math.cos(toRadians(2 * hue)) +
    0.32 * Math.cos(toRadians(3 * hue + 6)) -
    0.2 * Math.cos(toRadians(4 * hue - 63))
  const middle = ((p.l + q.l) / 2 - 50) ** 2
  const light = (q.l - p.l) / (1 + (0.015 * middle) / Math.sqrt(20 + middle))
  const colour = (q.chroma - p.chroma) / (1 + 0.045 * chroma)
  const tint = hueStep / (1 + 0.015 * chroma * weight)
  const rotation = -2 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7)) * Math.sin(toRadians(60 * Math.exp(-(((hue - 275) / 25) ** 2))))
  return Math.sqrt(light ** 2 + colour ** 2 + tint ** 2 + rotation * colour * tint)
}

interface Polar {
  readonly l: number
  readonly chroma: number
  readonly hue: number
}
