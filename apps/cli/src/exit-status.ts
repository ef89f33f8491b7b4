/** The exit code of the process, for a command that has done its work and answers by it: a probe, for one. */
export interface ExitStatus {
  code: number;
}
