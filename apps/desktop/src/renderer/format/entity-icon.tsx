import {
  Building2,
  CircleCheck,
  FileInput,
  FolderKanban,
  Handshake,
  History,
  LayoutList,
  type LucideIcon,
  Megaphone,
  MessageSquare,
  Milestone,
  Package,
  Phone,
  Route,
  ScrollText,
  Sparkles,
  StickyNote,
  Tag,
  UserRound,
  Users,
  Waypoints,
} from 'lucide-react';

const iconByName: Readonly<Record<string, LucideIcon>> = {
  Building2,
  CircleCheck,
  FileInput,
  FolderKanban,
  Handshake,
  History,
  LayoutList,
  Megaphone,
  MessageSquare,
  Milestone,
  Package,
  Phone,
  Route,
  ScrollText,
  Sparkles,
  StickyNote,
  Tag,
  UserRound,
  Users,
  Waypoints,
};

export function EntityIcon({ name }: { name: string | undefined }) {
  const Icon = (name !== undefined && iconByName[name]) || LayoutList;
  return <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />;
}
