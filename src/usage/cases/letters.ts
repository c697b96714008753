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

export const recommendLetter = ({ firm, name, link }: { firm: string; name: string; link: string }) => ({
  subject: `Would you recommend ${firm}?`,
  text: `Hello ${name},

how likely is it that you would recommend ${firm} to a colleague? One number from 0 to 10 is enough:

${link}

On the same page you can say that you do not want to be asked again.
`,
});
