/** HubSpot tells what stands in a field when it is left, and at each letter: a button that waits for the text must hear both. */
export function onTyping(
  take: (text: string) => void,
): Record<'onChange' | 'onInput', (text: string) => void> {
  return { onChange: take, onInput: take };
}
