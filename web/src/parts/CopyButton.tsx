import { useState } from 'react';
import { useWords } from '../i18n/context';
import { Button } from './Button';

export function CopyButton({ text, children }: { text: string; children: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  return (
    <Button small icon={copied ? 'ok' : 'copy'} onPress={copy}>
      {copied ? t('copied') : children}
    </Button>
  );
}
