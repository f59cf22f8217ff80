package org.vitrail.magic;

import java.util.List;

/// What a kernel may know about the magics of a jar, free of any argument parser.
///
/// The class named in `META-INF/services/org.dflib.jjava.jupyter.Extension` implements this interface too. A stock
/// JJava ignores it; our kernel asks every installed extension that is a catalog for types, help and completion.
public interface MagicCatalog {
    /// The magics that this extension registers, in the order in which help lists them. Called once, after
    /// `install`.
    List<MagicDescription> magics();
}
