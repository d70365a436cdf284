/** What can be wrong with a video, as it stands in the tag `error_type` of a run. */
export type VideoTrouble = 'NoSuchVideo' | 'NotAVideo' | 'DamagedVideo' | 'NoFrames' | 'NoDecoder'

/** A video from which no frame can be taken; its `name` says what is wrong. */
export class VideoError extends Error {
  constructor(name: VideoTrouble, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = name
  }
}
