import type { Entity } from '@satchel/core';
import {
  ArrowRightLeft,
  Building2,
  CalendarDays,
  ChartNoAxesColumn,
  CircleCheck,
  FileInput,
  FileUp,
  FolderKanban,
  Handshake,
  HeartHandshake,
  History,
  Inbox,
  LayoutList,
  type LucideIcon,
  Mail,
  Megaphone,
  MessageSquare,
  Milestone,
  Package,
  Phone,
  Route,
  ScrollText,
  Settings,
  Sparkles,
  StickyNote,
  Tag,
  UserRound,
  Users,
  Waypoints,
} from 'lucide-react';

const iconByName: Readonly<Record<string, LucideIcon>> = {
  ArrowRightLeft,
  Building2,
  CalendarDays,
  ChartNoAxesColumn,
  CircleCheck,
  FileInput,
  FileUp,
  FolderKanban,
  Handshake,
  HeartHandshake,
  History,
  Inbox,
  LayoutList,
  Mail,
  Megaphone,
  MessageSquare,
  Milestone,
  Package,
  Phone,
  Route,
  ScrollText,
  Settings,
  Sparkles,
  StickyNote,
  Tag,
  UserRound,
  Users,
  Waypoints,
};

/** The icons of the choices of the field that says of what sort a record is. */
export function iconsOf({ views }: Entity, field: string): Readonly<Record<string, string>> {
  return views.variant?.by === field ? views.variant.icons : noIcons;
}

const noIcons = {};

export function EntityIcon({ name }: { name: string | undefined }) {
  const Icon = (name !== undefined && iconByName[name]) || LayoutList;
  return <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />;
}
