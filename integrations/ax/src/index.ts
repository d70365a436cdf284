/** Prompt and program optimisation with ax, tracked. */
export {}
