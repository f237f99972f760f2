/** The file descriptor of the control process's end of the channel: both read and written. */
export const CHANNEL_FD = 3
