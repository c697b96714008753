import { Button, createTheme, defaultVariantColorsResolver, Input, type MantineColorsTuple } from '@mantine/core';
import { t } from './messages/en.ts';

// Mantine wants ten shades; every place where one shows is mapped to a token in base.css or below.
const accent: MantineColorsTuple = [
  '#eceefa',
  '#d6daf4',
  '#bcc2ee',
  '#a2aae4',
  '#8791da',
  '#5561c2',
  '#4450b5',
  '#3a45a3',
  '#27307f',
  '#1c2363',
];

const heights = new Map<unknown, string>([
  ['xs', '24px'],
  ['sm', '28px'],
  ['md', '32px'],
  ['lg', '44px'],
]);

/** Mantine, made to look like TOKENS: type scale, control heights (24, 28, 32, 44 px) and colours by token. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  defaultRadius: 'sm',
  radius: { xs: '4px', sm: '6px', md: '9px', lg: '11px', xl: '16px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  fontSizes: { xs: '11px', sm: '13px', md: '14px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.3', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.35' },
  headings: { fontWeight: '600' },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  variantColorResolver: (input) => {
    const resolved = defaultVariantColorsResolver(input);
    if (input.color === 'red' && input.variant === 'filled')
      return { ...resolved, background: 'var(--alarm-text)', hover: 'var(--alarm-text)', color: 'var(--canvas)' };
    if (input.color !== undefined && input.color !== 'accent') return resolved;
    if (input.variant === 'filled')
      return { ...resolved, background: 'var(--accent)', hover: 'var(--accent-hover)', color: 'var(--on-accent)' };
    if (input.variant === 'light')
      return {
        ...resolved,
        background: 'var(--accent-soft)',
        hover: 'var(--accent-soft)',
        color: 'var(--accent-text)',
      };
    if (input.variant === 'subtle')
      return { ...resolved, background: 'transparent', hover: 'var(--hover)', color: 'var(--accent-text)' };
    return resolved;
  },
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, props) => ({
        root: {
          '--button-height': heights.get(props.size) ?? '28px',
          '--button-padding-x': props.size === 'lg' ? '20px' : '10px',
          '--button-fz': props.size === 'lg' ? '16px' : '13px',
        },
      }),
      styles: { root: { fontWeight: 500 } },
    }),
    Input: Input.extend({
      vars: (_theme, props) => ({
        wrapper: {
          '--input-height': heights.get(props.size) ?? '32px',
          '--input-fz': props.size === 'lg' ? '16px' : '13px',
        },
      }),
    }),
    Modal: {
      defaultProps: {
        radius: 'md',
        centered: false,
        yOffset: '12vh',
        overlayProps: { color: 'var(--veil)' },
        closeButtonProps: { 'aria-label': t('app.close') },
      },
    },
    Portal: { defaultProps: { target: '#layers' } },
    Menu: {
      defaultProps: {
        withInitialFocusPlaceholder: false,
        shadow: 'md',
        radius: 'md',
        transitionProps: { duration: 0 },
      },
    },
    Popover: { defaultProps: { shadow: 'md', radius: 'md', transitionProps: { duration: 0 } } },
    Combobox: { defaultProps: { shadow: 'md', radius: 'md', transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 0 } } },
  },
});
