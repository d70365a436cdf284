const adjectives = (
  'able agile amber ancient ardent bold brave bright brisk calm candid careful charming clean clever cosmic crisp curious daring dashing ' +
  'delicate eager earnest elegant fearless festive flying fortunate fresh gentle gifted glad golden graceful grand gregarious handsome ' +
  'hardy honest hushed illustrious intrigued jolly judicious keen kind languid likeable lively loud lucky lyrical magnificent masked ' +
  'merciful mellow mighty modest nimble noble nosy omniscient orderly painted patient peaceful placid polite popular puzzled quiet rare ' +
  'receptive redolent resilient righteous salty sassy secretive selective serious shining silent skillful smiling sneaky spiffy stately ' +
  'suave sunny swift thoughtful tidy traveling trusting unique upbeat vaunted victorious wise worthy youthful zealous'
).split(' ')

const nouns = (
  'ant auk badger bass bat bear bee bird boar bug calf carp cat chimp cod colt conch cow crab crane crow cub deer doe dog dolphin donkey ' +
  'dove duck eel elk fawn finch fish flea fly foal fowl fox frog gnat goat goose grouse grub gull hare hawk hen heron hog horse hound jay ' +
  'kit kite koi lamb lark loon lynx mare midge mink mole moose moth mouse mule newt owl ox panda penguin perch pig pug quail ram rat ray ' +
  'robin roo rook seal shad shark sheep shoat shrew shrike shrimp skink skunk sloth slug snail snake snipe sow spider squid squirrel stag ' +
  'steed stoat stork swan tern toad trout turtle vole wasp whale wolf worm wren yak zebra'
).split(' ')

/** A name for a run that was given none, such as `painted-chimp-777`: easy to say, not unique. At most 20 characters. */
export function generateRunName(random: () => number): string {
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? 'run'
  const name = `${pick(adjectives)}-${pick(nouns)}`
  return `${name.slice(0, 16)}-${Math.floor(random() * 1_000)}`
}
