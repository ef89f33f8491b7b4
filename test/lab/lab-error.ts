/** An error that a person can act upon: its message says everything, its stack nothing more. */
export abstract class LabError extends Error {}
