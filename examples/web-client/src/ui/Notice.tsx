import type { ReactNode } from "react";
import type { Message } from "../words";
import { Icon } from "./Icon";

interface Props {
  message: Message;
  children?: ReactNode;
  onDismiss?: () => void;
}

/** Something that went wrong and what to do about it; read out at once. */
export function Notice({ message, children, onDismiss }: Props) {
  return (
    <div className="notice" role="alert">
      <Icon name="alert" />
      <div className="notice-text">
        <strong>{message.title}</strong>
        <p>{message.detail}</p>
        {children}
      </div>
      {onDismiss && (
        <button type="button" className="plain round" aria-label="Dismiss" onClick={onDismiss}>
          <Icon name="close" size={18} />
        </button>
      )}
    </div>
  );
}
