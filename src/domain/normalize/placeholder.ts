// Values that stand where nothing is known: what a form's list shows first, what people type to get past a field.
import { foldText } from './text.ts';

const PLACEHOLDERS: ReadonlySet<string> = new Set(
  `select|please select|select one|select an option|choose|choose one|please choose|pick one|n a|not applicable|not available|not known
  |none|null|nil|undefined|unknown|tbd|tbc|to be defined|to be confirmed|no|nothing|no company|no name|no phone|test|tests|testing
  |test test|demo test|asdf|asdfgh|qwerty|azerty|xx|foo|bar|foobar|lorem ipsum|anonymous|empty|blank|dummy|fake
  |choisir|choisissez|veuillez choisir|selectionner|selectionnez|veuillez selectionner|faites un choix|non renseigne|non renseignee
  |a renseigner|a completer|a definir|inconnu|inconnue|aucun|aucune|neant|sans|sans objet|non communique|non communiquee|nc|n c|nr
  |n r|s o|vide|rien|essai|anonyme|pas de societe|particulier sans societe`
    .split('|')
    .map((text) => text.trim()),
);

/** `xxx`, `aaaa`: one letter held down. */
const ONE_LETTER = /^(\p{L})\1{2,}$/u;

/** True for a value of signs alone (`-`, `?`), for the usual ones, and for those of `own`, which are folded (text.ts). */
export function isPlaceholder(value: string, own: readonly string[] = []): boolean {
  const folded = foldText(value);
  return folded === '' || PLACEHOLDERS.has(folded) || ONE_LETTER.test(folded) || own.includes(folded);
}
