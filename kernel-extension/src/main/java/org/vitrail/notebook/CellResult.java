package org.vitrail.notebook;

import com.fasterxml.jackson.databind.JsonNode;

/// What running one cell gave.
///
/// @param outputs a JSON array of nbformat outputs, streams and updated displays folded
/// @param ok whether the cell succeeded
/// @param count the cell's number, 0 if the kernel gave none
/// @param error one line: the error's name and message; empty if the cell succeeded
public record CellResult(JsonNode outputs, boolean ok, int count, String error) {
    /// All text of the outputs: streams and the text form of displays and results.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (JsonNode output : outputs) {
            text.append(Outputs.text(output));
        }
        return text.toString();
    }
}
