/** `frame.html?…` shows the shop with the same query in a frame. */
const frame = document.createElement('iframe');
frame.name = 'shop';
frame.width = '100%';
frame.height = '700';
frame.src = `/${location.search}`;
document.body.append(frame);
