/** Line ends, tabs and other characters that steer are single spaces. Most texts are so already. */
export const oneLine = (text: string): string =>
  /^[!-~]+(?: [!-~]+)*$/.test(text) ? text : text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
