/** A program of prompts that is optimised, every trial a run. */
export {}
