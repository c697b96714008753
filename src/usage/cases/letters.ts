/** What our letters about a case say. */
export const answerLetter = ({
  subject,
  body,
  firm,
  by,
  link,
}: {
  subject: string;
  body: string;
  firm: string;
  by: string;
  link: string;
}) => ({
  subject: `Re: ${subject}`,
  text: `${body}

${by}, ${firm}

Everything about this request, and the place to reply:
${link}
`,
});
