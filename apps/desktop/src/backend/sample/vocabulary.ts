/** Words from which plausible, invented people and companies are made. */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const firstNames = words(`
  Ada Adil Aiko Alba Amara Ana Anders Anouk Arturo Asha Aylin Beatriz Bela Bruno Camille Carlos Chiara Chloé Daan Dalia
  Diego Elif Elin Emeka Emil Esther Fabio Farah Fiona Freya Gabriel Georg Giulia Hana Hannah Hugo Ibrahim Ines Ingrid
  Isak Ivana Jana Javier Jonas Jorge José Julia Kaito Karim Katarina Kofi Lars Laura Leïla Lena Linnea Luca Lucía Magnus
  Mai Marek Maria Mateo Maya Mehmet Mia Milan Mira Nadia Nia Nikola Noah Nora Oliver Olga Omar Paula Pedro Petra Priya
  Rafael Renée Rosa Samir Sara Selma Signe Sofia Søren Stella Tariq Teo Tereza Tomás Uma Vera Viktor Wei Yara Yusuf Zoë
`);

export const lastNames = words(`
  Aalto Abbas Acosta Adler Almeida Andersson Bakker Bauer Becker Bergström Bianchi Björk Blanc Brandt Brunner Carvalho
  Castro Cohen Costa Dahl Delgado Demir Dubois Duarte Eriksen Fernández Ferrari Fischer Fontaine Fraser Frei García
  Gerber González Gruber Haddad Hansen Hartmann Hoffmann Horváth Huber Ibrahimović Ivanov Jansen Jensen Kaya Keller
  Kováč Kowalski Kumar Lambert Larsen Lehmann Leroy Lindqvist López Maier Marini Martins Mbeki Meier Mendoza Moreau
  Moretti Müller Nakamura Navarro Nguyen Nielsen Novák Núñez Okafor Olsen Ortega Papadakis Patel Pereira Petrov Popescu
  Ramírez Ricci Romano Rossi Ruiz Sato Schmid Schneider Silva Singh Šimić Tanaka Torres Vargas Vidal Vogel Weber Wolf Yılmaz
`);

export const companyStems = words(`
  Acora Aldrin Altavia Amberly Arcadis Aurelio Baltico Beacon Berylla Borealis Bramble Brightwell Cadenza Calypso
  Candela Cascade Cedarline Cobalto Copperfield Corvida Dovetail Driftwood Elmstead Emberly Everlea Fernhill Finch
  Foxglove Galatea Glenmore Granito Greyling Halcyon Harborview Hazelton Heliora Hollis Indigo Ironbark Juniper Kestrel
  Kingfisher Lakeshore Larkspur Linden Lumenor Maplewood Marigold Meridia Millbrook Mistral Northgate Nimbusa Oakridge
  Obsidian Orchard Osprey Palisade Pinecrest Quarry Quillon Ravenna Redwood Ridgeway Riverton Rowan Sablecreek Saffron
  Sequoia Silverline Solstice Sparrow Stonebridge Summit Tamarack Tidewater Umbria Valmont Verdano Westbrook Willow Zephyra
`);

export const companyEnds = words(`
  Group Labs Systems Partners Foods Logistics Energy Health Media Works Industries Consulting Software Textiles Design
`);

export const industries: readonly string[] = [
  'software',
  'retail',
  'medical',
  'finance',
  'logistics',
  'marketing',
  'entertainment',
  'employment',
  'services',
  'telecommunications',
];

export const places: readonly (readonly [city: string, country: string])[] = [
  ['Zürich', 'Switzerland'],
  ['Bern', 'Switzerland'],
  ['Berlin', 'Germany'],
  ['München', 'Germany'],
  ['Wien', 'Austria'],
  ['Paris', 'France'],
  ['Lyon', 'France'],
  ['Madrid', 'Spain'],
  ['Lisboa', 'Portugal'],
  ['Milano', 'Italy'],
  ['Amsterdam', 'Netherlands'],
  ['København', 'Denmark'],
  ['Stockholm', 'Sweden'],
  ['Kraków', 'Poland'],
  ['London', 'United Kingdom'],
  ['Dublin', 'Ireland'],
  ['Boston', 'United States'],
  ['Denver', 'United States'],
  ['Austin', 'United States'],
  ['Toronto', 'Canada'],
];

export const jobTitles: readonly string[] = [
  'Buyer',
  'Head of Sales',
  'Managing Director',
  'Office Manager',
  'Operations Lead',
  'Product Manager',
  'Project Manager',
  'Purchasing Manager',
  'Chief Financial Officer',
  'Founder',
];
