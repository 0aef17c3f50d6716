//! A forgiving look into the XML of a message: fields by path, attributes by name, and no error ever.
//!
//! Takes bare `&`, unclosed and crossed tags, attributes with blanks or without quotes, and text around the root
//! (`protocol.md §6.3`). Declared entities are never expanded. Bounded in elements and depth.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::text::{entities, markup};

/// Elements read; an article push of eight items has some two hundred.
const ELEMENTS: usize = 1024;
/// Elements read of a record: a hundred messages of some fifteen each, and those in them.
const LONG: usize = 8192;
/// Levels told apart; what is nested deeper counts as a child of the last.
const DEPTH: usize = 32;

/// The XML inside a `Content` or `OriContent`: emoji and breaks replaced, the transport's escapes undone where there
/// are any, and whatever stands before the first tag (a sender's prefix, newlines) left out.
pub(super) fn source(content: &str) -> Cow<'_, str> {
    let flat = markup(content);
    let escaped = match (flat.find('<'), flat.find("&lt;")) {
        (Some(tag), Some(escape)) => escape < tag,
        (None, escape) => escape.is_some(),
        (Some(_), None) => false,
    };
    if !escaped {
        return flat;
    }
    let plain = entities(&flat);
    Cow::Owned(markup(&plain).into_owned())
}

/// The elements of a document in their order.
pub(super) struct Xml<'a> {
    nodes: Vec<Node<'a>>,
}

struct Node<'a> {
    start: BytesStart<'a>,
    parent: Option<usize>,
    text: String,
}

impl<'a> Xml<'a> {
    /// As much as can be read; nothing for what is no XML.
    pub(super) fn parse(source: &'a str) -> Self {
        Self::up_to(source, ELEMENTS)
    }

    /// Of a document that may be long, more of it. Only parts of such a one are looked into.
    pub(super) fn parse_long(source: &'a str) -> Self {
        Self::up_to(source, LONG)
    }

    fn up_to(source: &'a str, elements: usize) -> Self {
        if !source.contains('<') {
            return Self { nodes: Vec::new() };
        }
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        let mut builder = Builder::default();
        while let Ok(event) = reader.read_event() {
            if matches!(event, Event::Eof) || builder.nodes.len() >= elements {
                break;
            }
            builder.take(event);
        }
        Self { nodes: builder.nodes }
    }

    /// The first text, not empty, of an element at the end of `path`, each name being an ancestor of the next.
    pub(super) fn text(&self, path: &[&str]) -> &str {
        self.texts(path).next().unwrap_or_default()
    }

    pub(super) fn texts<'s>(&'s self, path: &[&str]) -> impl Iterator<Item = &'s str> {
        let ends = self.nodes.iter().filter(|node| self.is_at(node, path));
        ends.map(|node| node.text.trim()).filter(|text| !text.is_empty())
    }

    /// The attribute of the first element of that name that has it and not empty.
    pub(super) fn attribute(&self, element: &str, name: &str) -> String {
        let named = self.nodes.iter().filter(|node| node.is(element));
        named
            .map(|node| node.attribute(name))
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    }

    /// The first element of that name.
    pub(super) fn part(&self, element: &str) -> Option<Part<'_, 'a>> {
        let top = self.nodes.iter().position(|node| node.is(element))?;
        Some(Part { xml: self, top })
    }

    pub(super) fn has(&self, element: &str) -> bool {
        self.nodes.iter().any(|node| node.is(element))
    }

    /// The texts of all elements `name` below the first `element` whose attribute `key` is `value`.
    pub(super) fn below<'s>(
        &'s self,
        (element, key, value): (&str, &str, &str),
        name: &str,
    ) -> impl Iterator<Item = &'s str> {
        let top = self
            .nodes
            .iter()
            .position(|node| node.is(element) && node.attribute(key) == value);
        let inside = self
            .nodes
            .iter()
            .filter(move |node| node.is(name) && top.is_some_and(|top| self.within(node, top)));
        inside
            .map(|node| node.text.trim())
            .filter(|text| !text.is_empty())
    }

    /// Whether the node has the path's last name, and the others among its ancestors in their order: a tag left open
    /// makes strangers ancestors, but hides none.
    fn is_at(&self, node: &Node<'a>, path: &[&str]) -> bool {
        let Some((name, mut above)) = path.split_last() else {
            return false;
        };
        let mut here = Some(node).filter(|node| node.is(name));
        while let (Some(node), Some((wanted, rest))) = (here, above.split_last()) {
            here = node.parent.and_then(|at| self.nodes.get(at));
            if here.is_some_and(|node| node.is(wanted)) {
                above = rest;
            }
        }
        here.is_some()
    }

    fn within(&self, node: &Node<'a>, top: usize) -> bool {
        let mut parent = node.parent;
        while let Some(at) = parent {
            if at == top {
                return true;
            }
            parent = self.nodes.get(at).and_then(|node| node.parent);
        }
        false
    }
}

/// An element, to be looked into by itself: its children are those that stand right in it.
#[derive(Clone, Copy)]
pub(super) struct Part<'x, 'a> {
    xml: &'x Xml<'a>,
    top: usize,
}

impl<'x, 'a> Part<'x, 'a> {
    fn node(self) -> Option<&'x Node<'a>> {
        self.xml.nodes.get(self.top)
    }

    /// Elements stand in the order of their tags: all that are inside follow at once.
    fn inside(self) -> impl Iterator<Item = (usize, &'x Node<'a>)> {
        let after = self.xml.nodes.iter().enumerate().skip(self.top + 1);
        after.take_while(move |(_, node)| node.parent.is_some_and(|parent| parent >= self.top))
    }

    /// The elements of that name inside, but none inside another of them.
    pub(super) fn parts(self, name: &str) -> impl Iterator<Item = Part<'x, 'a>> {
        let mut within: Option<usize> = None;
        self.inside().filter_map(move |(at, node)| {
            if within.is_some_and(|top| node.parent.is_some_and(|parent| parent >= top)) {
                return None;
            }
            within = node.is(name).then_some(at);
            within.map(|top| Part { xml: self.xml, top })
        })
    }

    pub(super) fn child(self, name: &str) -> Option<Part<'x, 'a>> {
        let is_child = |node: &Node<'_>| node.parent == Some(self.top) && node.is(name);
        let mut inside = self.inside();
        let (top, _) = inside.find(|(_, node)| is_child(node))?;
        Some(Part { xml: self.xml, top })
    }

    /// The text of a child.
    pub(super) fn text(self, child: &str) -> &'x str {
        self.child(child).map(Part::own_text).unwrap_or_default()
    }

    pub(super) fn own_text(self) -> &'x str {
        self.node().map(|node| node.text.trim()).unwrap_or_default()
    }

    pub(super) fn attribute(self, name: &str) -> String {
        self.node().map(|node| node.attribute(name)).unwrap_or_default()
    }

    /// Has neither text nor elements.
    pub(super) fn is_empty(self) -> bool {
        self.own_text().is_empty() && self.inside().next().is_none()
    }
}

impl Node<'_> {
    fn is(&self, name: &str) -> bool {
        self.start.name().as_ref() == name
    }

    fn attribute(&self, name: &str) -> String {
        let mut all = self.start.html_attributes();
        let found = all
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.as_ref() == name);
        found
            .map(|attribute| entities(&attribute.value).into_owned())
            .unwrap_or_default()
    }
}

#[derive(Default)]
struct Builder<'a> {
    nodes: Vec<Node<'a>>,
    /// Indices of the elements that are open.
    open: Vec<usize>,
}

impl<'a> Builder<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(start) => {
                self.push(start);
                if self.open.len() < DEPTH {
                    self.open.push(self.nodes.len() - 1);
                }
            }
            Event::Empty(start) => self.push(start),
            Event::End(end) => self.close(end.name().as_ref()),
            Event::Text(text) => self.write(&text.into_inner()),
            Event::CData(text) => self.write(&text.into_inner()),
            Event::GeneralRef(name) => {
                let reference = format!("&{};", &*name);
                self.write(&entities(&reference));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {}
        }
    }

    fn push(&mut self, start: BytesStart<'a>) {
        let parent = self.open.last().copied();
        self.nodes.push(Node {
            start,
            parent,
            text: String::new(),
        });
    }

    /// Ends the innermost element of that name and all that was left open inside it.
    fn close(&mut self, name: &str) {
        let is_named = |at: &usize| self.nodes.get(*at).is_some_and(|node| node.is(name));
        if let Some(at) = self.open.iter().rposition(is_named) {
            self.open.truncate(at);
        }
    }

    fn write(&mut self, text: &str) {
        let Some(node) = self.open.last().and_then(|at| self.nodes.get_mut(*at)) else {
            return;
        };
        if !node.text.is_empty() || !text.trim().is_empty() {
            node.text.push_str(text);
        }
    }
}
